"""The page's own style: system fonts, both colour schemes, one column on a phone."""

FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif")

CSS = """
.hb-danger {position: sticky; top: 0; z-index: 50; padding: .6rem .9rem; border-radius: 6px;
  background: #7a0019; color: #fff; font-size: 1rem; line-height: 1.5;}
.hb-danger, .hb-danger * {color: #fff !important;}
.hb-danger a {text-decoration: underline;}
.hb-danger .hb-999 {color: #7a0019 !important;display: inline-block; min-height: 24px; padding: .15rem .7rem; margin: 0 .4rem;
  background: #fff; font-weight: 700; border-radius: 4px; text-decoration: none;}
.hb-danger summary {cursor: pointer; min-height: 24px;}
.hb-danger ul {margin: .3rem 0 0 1.1rem;}
.hb-bar {position: sticky; top: 0; z-index: 50;}
.hb-card {border: 1px solid var(--border-color-primary); border-radius: 6px; padding: .7rem .9rem;
  margin: 0 0 .8rem; background: var(--background-fill-primary);}
.hb-card h3 {margin: 0 0 .3rem; font-size: 1.05rem;}
.hb-marker {display: inline-block; min-width: 1.5em; padding: 0 .3em; text-align: center;
  border-radius: 4px; background: #1d4e79; color: #fff; font-size: .9rem;}
.hb-card blockquote {white-space: pre-line; overflow-wrap: anywhere; margin: .5rem 0; padding: .4rem .7rem;
  border-left: 4px solid #1d4e79; line-height: 1.5;}
.hb-card mark {background: #ffe58a; color: #1b1b1b; padding: 0 .1em;}
.hb-path, .hb-facts {margin: .15rem 0; font-size: .92rem;}
.hb-quiet {opacity: .85; font-size: .9rem;}
.hb-badge, .hb-notice {margin: .3rem 0; padding: .3rem .6rem; border-left: 4px solid #b35c00;
  background: var(--background-fill-secondary); font-size: .92rem;}
.hb-near {border-style: dashed;}
.hb-questions {margin-top: .7rem; padding: .5rem .8rem; border: 1px dashed var(--border-color-primary);
  border-radius: 6px;}
.hb-questions ol {margin: .3rem 0 0 1.2rem; list-style: decimal;}

.hb-urgent .hb-status, .hb-urgent .hb-status * {color: #fff !important;}
.hb-urgent .hb-status {background: #7a0019; padding: .4rem .7rem; border-radius: 4px;}
.hb-answer p {margin: .35rem 0; overflow-wrap: anywhere;}
:focus-visible {outline: 3px solid #e0a100 !important; outline-offset: 2px;}
@media (max-width: 760px) {.hb-columns {flex-direction: column !important;}
  .hb-columns > * {min-width: 100% !important;}}
@media (prefers-reduced-motion: reduce) {* {animation: none !important; transition: none !important;}}
"""
