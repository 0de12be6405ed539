// A form that was refused comes back as the answer to what was sent, and a browser that goes back or loads such a page
// anew asks whether to send it again. Where the form stood on a page with the same address, that page takes its place
// in the browser's history: Back and a reload fetch it. What was written in the form is kept meanwhile (unsaved.js).

const REFUSED = [409, 422];

export const isRefused =
  "ownPage" in document.body.dataset &&
  REFUSED.includes(performance.getEntriesByType("navigation")[0]?.responseStatus);

if (isRefused) history.replaceState(history.state, "");
