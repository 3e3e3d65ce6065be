// Marks a quiz on the page itself: nothing is sent. Without this script each key can be opened by
// hand.
"use strict";

function mark(question) {
  const chosen = question.querySelector("input:checked")?.value;
  const right = question.dataset.right;
  const told = !chosen ? `Not answered. ${right} is right.`
    : chosen === right ? `Right: ${chosen}.`
    : `Not right: you chose ${chosen}, and ${right} stands in the sentence.`;
  question.querySelector(".hb-marked").textContent = told;
  question.querySelector("details").open = true;
  return chosen === right;
}

document.addEventListener("DOMContentLoaded", () => {
  const quiz = document.querySelector(".hb-quiz");
  const button = quiz.querySelector("button");
  const questions = [...quiz.querySelectorAll("fieldset")];
  button.hidden = false;
  button.addEventListener("click", () => {
    const right = questions.map(mark).filter(Boolean).length;
    const score = quiz.querySelector(".hb-score");
    score.textContent = `${right} of ${questions.length} right. Each key is open below its question.`;
    score.focus();
  });
});
