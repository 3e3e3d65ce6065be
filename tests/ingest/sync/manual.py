"""A small made-up manual in each of the four page generations that such manuals have had."""

from __future__ import annotations

from dataclasses import dataclass

from tests.ingest.sync.server import Reply, Site


@dataclass(frozen=True)
class Chapter:
    """A chapter of the manual of the Vale of Elm: wholly invented."""

    slug: str
    number: str
    title: str
    days: int = 10
    amended: str = "March 2024"

    def paragraphs(self) -> list[str]:
        thing = self.title.lower()
        return [
            f"This chapter of the Vale of Elm manual sets out what must be done about {thing}.",
            f"The lead worker must hold the meeting about {thing} within {self.days} working days "
            "of the first visit, and must write to everyone who was asked to come.",
            f"Where nobody can come to the meeting about {thing}, the lead worker should name "
            "another day at once and tell the manager of the Elm office why.",
        ]


CHAPTERS = (
    Chapter("p_lantern_visits", "1.1", "Lantern Visits"),
    Chapter("p_harbour_talks", "1.2", "Harbour Talks", 15),
    Chapter("p_orchard_plans", "1.3", "Orchard Plans", 5),
)


def generation_1(chapters: tuple[Chapter, ...] = CHAPTERS) -> Site:
    """Plain pages under /chapters with the ending .htm, no date."""
    pages: dict[str, Reply | list[Reply]] = {}
    links = "".join(f'<LI><A HREF="{c.slug}.htm">{c.number} {c.title}</A>\n' for c in chapters)
    pages["/chapters/contents.htm"] = _page(
        f"<HTML><BODY><UL>{links}</UL><A HREF='help.htm'>Help</A></BODY></HTML>"
    )
    for c in chapters:
        text = "".join(f"<P>{p}\n" for p in c.paragraphs())
        pages[f"/chapters/{c.slug}.htm"] = _page(
            f"<HTML><TITLE>{c.title}</TITLE><BODY><H1>{c.title}</H1>{text}"
            "<P>End of chapter<P>Best viewed in an old browser</BODY></HTML>"
        )
    return Site(pages)


def generation_2(chapters: tuple[Chapter, ...] = CHAPTERS) -> Site:
    """Numbers in the headings, a static list of contents, chrome on every page."""
    pages: dict[str, Reply | list[Reply]] = {}
    rows = "".join(
        f"<tr><td>{c.number}</td><td><a href='/chapters/{c.slug}.html#top'>{c.title}</a></td></tr>"
        for c in chapters
    )
    pages["/chapters/contents.html"] = _page(
        f"<html><body><table>{rows}</table><a href='/chapters/p_amendments.html'>Amendments</a>"
        "<a href='mailto:office@elm.test'>Write to us</a></body></html>"
    )
    for c in chapters:
        text = "".join(f"<p>{p}</p>" for p in c.paragraphs())
        pages[f"/chapters/{c.slug}.html"] = _page(
            f"<html><head><link href='css/css.php'></head><body><h1>{c.number} {c.title}</h1>"
            f"<div class='box'>AMENDMENT<br>In {c.amended}, this chapter was extended.</div>"
            f"<ul><li><a href='#1'>1. Meeting</a></li></ul><h2>1. Meeting</h2>{text}"
            "<p>Top of page</p></body></html>"
        )
    return Site(pages)


def generation_3(chapters: tuple[Chapter, ...] = CHAPTERS) -> Site:
    """Pages at the root; the contents list is built by script, so there is none in the page."""
    pages: dict[str, Reply | list[Reply]] = {
        "/contents.html": _page(
            "<html><body><div id='toc'></div><script src='jquery.tocify.js'></script>"
            "<a href='/index.html'>Home</a></body></html>"
        )
    }
    places = "".join(f"<url><loc>SITE/{c.slug}.html</loc></url>" for c in chapters)
    places += "<url><loc>SITE/index.html</loc></url>"
    sitemap = f"<?xml version='1.0'?><urlset>{places}</urlset>"
    pages["/sitemap.xml"] = Reply(sitemap.encode(), "application/xml")
    rows = "".join(f"<tr><td><a href='{c.slug}.html'>{c.title}</a></td></tr>" for c in chapters)
    pages["/p_amendments.html"] = _page(f"<html><body><table>{rows}</table></body></html>")
    for c in chapters:
        text = "".join(f"<p>{p}</p>" for p in c.paragraphs())
        pages[f"/{c.slug}.html"] = _page(
            f"<html><body><div class='cookie'>This site uses cookies</div><h1>{c.title}</h1>"
            f"<h2>1. Meeting</h2>{text}<p>Amendments: {c.amended}</p></body></html>"
        )
    return Site(pages)


def generation_4(chapters: tuple[Chapter, ...] = CHAPTERS) -> Site:
    """Slugs under /chapter, listed on the pages of /contents."""
    pages: dict[str, Reply | list[Reply]] = {
        "/contents": _page(
            "<html><body><a href='/contents/procedures#one'>Procedures</a>"
            "<a href='/resources/documents-library'>Library</a></body></html>"
        )
    }
    links = "".join(f"<a href='/chapter/{_short(c)}'>{c.title}</a>" for c in chapters)
    pages["/contents/procedures"] = _page(f"<html><body>{links}</body></html>")
    for c in chapters:
        text = "".join(f"<p>{p}</p>" for p in c.paragraphs())
        pages[f"/chapter/{_short(c)}"] = _page(
            f"<html><body><a href='#main'>Skip to content</a><main><h1>{c.title}</h1>"
            f"<h2>Scope of this chapter</h2>{text}<h2>Amendment</h2><p>{c.amended}</p>"
            "</main></body></html>"
        )
    return Site(pages)


def fill_in(site: Site) -> None:
    """Put the site's address where a sitemap must give whole addresses."""
    for path, reply in site.pages.items():
        if isinstance(reply, Reply) and b"SITE/" in reply.body:
            body = reply.body.replace(b"SITE/", site.url.encode() + b"/")
            site.pages[path] = Reply(body, reply.content_type)


def _short(chapter: Chapter) -> str:
    return chapter.slug.removeprefix("p_").replace("_", "-")


def _page(text: str) -> Reply:
    return Reply(text.encode())
