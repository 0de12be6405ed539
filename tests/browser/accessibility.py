"""axe-core, run inside a page. It is handed to the page over the debugging protocol, so the strict CSP stays on."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """axe finds nothing on the page as it stands: WCAG 2.2 A and AA, and axe's own good practice."""
    # What scripts do when something has another size is done before the frame after the next one.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    # Preloading, axe reads imported style sheets by way of inline style, which the CSP refuses and the console tells.
    # Of what passes nothing is described, and no selectors are sought: much of axe's time, and nobody reads it.
    options = "{runOnly: rules, preload: false, resultTypes: ['violations'], selectors: false}"
    run = f"rules => axe.run({options}).then(result => result.violations)"
    # What the row of buttons at the foot of the window covers at this moment, scrolling uncovers.
    unstuck = (
        "position => document.querySelectorAll('.form-actions.in-view').forEach(row => row.style.position = position)"
    )
    page.evaluate(unstuck, "static")
    violations = page.evaluate(run, RULES)
    page.evaluate(unstuck, "")
    found = [
        f"{violation['id']}: {violation['help']}\n    " + "\n    ".join(node["html"] for node in violation["nodes"])
        for violation in violations
    ]
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)
