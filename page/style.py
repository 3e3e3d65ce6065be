"""The page's own style: system fonts, both colour schemes, one column on a phone."""

FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif")

LANGUAGE = "() => { document.documentElement.lang = 'en-GB'; }"
"""The library's own page says "en"; a screen reader should use British speech."""

CSS = """
/* The library hides what overflows its frame, which would let the bar scroll away. */
.gradio-container {overflow: clip !important;}
.block.hb-bar {position: sticky; top: 0; z-index: 50; overflow: visible;}
.block.hb-bar .html-container {padding: 0;}
.hb-danger {padding: .5rem .8rem; border-radius: 0 0 6px 6px; background: #7a0019;
  font-size: 1rem; line-height: 1.45;}
.hb-danger, .hb-danger * {color: #fff !important;}
.hb-danger .hb-999 {color: #7a0019 !important;}
.hb-999 {display: inline-block; padding: .3rem .8rem; background: #fff; font-weight: 700;
  color: #7a0019 !important; border-radius: 4px; text-decoration: none !important;}
.hb-numbers {display: flex; gap: .5rem; flex-wrap: wrap; margin: .35rem 0; padding: 3px;}
.hb-numbers a {flex: none; padding: .2rem .6rem; border: 1px solid #fff; border-radius: 4px;
  font-size: .85rem; text-decoration: none !important;}
.hb-danger summary {cursor: pointer; min-height: 24px; font-size: .9rem;}
.hb-danger ul {margin: .3rem 0 0 1.1rem; max-height: 45vh; overflow-y: auto;}
.hb-evidence {margin-bottom: 1.4rem;}
.hb-evidence h2 {margin: 0 0 .5rem; font-size: 1.15rem; overflow-wrap: anywhere;}
.hb-card {border: 1px solid var(--border-color-primary); border-radius: 6px; padding: .7rem .9rem;
  margin: 0 0 .8rem; background: var(--background-fill-primary); scroll-margin-top: 9.5rem;}
.hb-card:target {border: 2px solid #1d4e79;}
.hb-card h3 {margin: 0 0 .3rem; font-size: 1.05rem;}
.hb-card p {margin: .3rem 0;}
.hb-card p a {text-decoration: underline; padding: 2px 0;}
.hb-marker {display: inline-block; min-width: 1.5em; padding: 0 .3em; text-align: center;
  border-radius: 4px; background: #1d4e79; color: #fff !important; font-size: .9rem;}
.hb-card blockquote {white-space: pre-line; overflow-wrap: anywhere;
  margin: .5rem 0 !important; padding: .4rem .7rem;
  border-left: 4px solid #1d4e79; line-height: 1.5;}
.hb-card mark {background: #ffe58a; color: #1b1b1b !important; padding: 0 .1em;}
.hb-path, .hb-facts {font-size: .92rem; overflow-wrap: anywhere;}
.hb-quiet {opacity: .85; font-size: .9rem;}
.hb-badge, .hb-notice {display: table; margin: .3rem 0; padding: .15rem .5rem; font-size: .88rem;
  border-left: 4px solid #b35c00; background: var(--background-fill-secondary);}
.hb-rule {margin: .3rem 0 .6rem; padding: .4rem .8rem; border: 1px solid #1d4e79;
  border-radius: 6px; background: var(--background-fill-secondary);}
.hb-rule div {display: flex; gap: .6rem; padding: .12rem 0;}
.hb-rule dt {flex: 0 0 7.5rem; font-weight: 600; margin: 0;}
.hb-rule dd {margin: 0; overflow-wrap: anywhere;}
.hb-searched summary {cursor: pointer; min-height: 24px;}
.hb-searched ul {margin: .3rem 0 0 1.2rem; list-style: disc;}
.hb-near, .hb-asks {border-style: dashed;}
.hb-questions {margin-top: .7rem; padding: .5rem .8rem; border-radius: 6px;
  border: 1px dashed var(--border-color-primary);}
.hb-questions ol {margin: .3rem 0 0 1.2rem; list-style: decimal;}
.hb-urgent .hb-status, .hb-urgent .hb-status * {color: #fff !important;}
.hb-urgent .hb-status {background: #7a0019; padding: .4rem .7rem; border-radius: 4px;
  font-size: 1.15rem;}
.hb-urgent .hb-999 {border: 2px solid #7a0019;}
.message .prose {opacity: 1;}
.hb-answer p {margin: .35rem 0; overflow-wrap: anywhere;}
.hb-asked {margin: 0; overflow-wrap: anywhere;}
:focus-visible {outline: 3px solid #e0a100 !important; outline-offset: 2px;}
textarea:focus-visible, input:focus-visible {outline-offset: -3px;}
@media (max-width: 760px) {
  .hb-columns {flex-direction: column !important;}
  .hb-columns > * {min-width: 100% !important;}
  .hb-rule div {display: block; padding: .2rem 0;}
  .hb-rule dt {font-size: .85rem; opacity: .85;}
  .message-row {max-width: 100% !important; margin-inline: 0 !important;}
  .bubble-wrap {padding-inline: 4px !important;}
  .hb-numbers {flex-wrap: nowrap; overflow-x: auto;}
  .gradio-container .main.fillable {padding: 8px !important;}}
@media (prefers-reduced-motion: reduce) {
  * {animation: none !important; transition: none !important;}}
"""
