// A job is followed without a reload. Without this script the page reloads itself.
"use strict";

async function follow() {
  const place = document.getElementById("job");
  const said = document.getElementById("job-said");
  try {
    const answer = await fetch(location.pathname + "?part=1");
    if (!answer.ok) { location.reload(); return; }
    place.innerHTML = await answer.text();
    const sentence = place.firstElementChild.dataset.sentence;
    if (said.textContent !== sentence) said.textContent = sentence;
  } catch {
    said.textContent = "The server does not answer; this page tries again.";
  }
  followWhileRunning();
}

function followWhileRunning() {
  if (document.querySelector("#job [data-running]")) setTimeout(follow, 700);
}

followWhileRunning();
