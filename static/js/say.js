// Says something to those who hear the page, without moving the focus. The region stands in the page before it is filled.

const region = document.createElement("p");
region.className = "ds-sr-only";
region.setAttribute("role", "status");
region.id = "sagt";
document.body.append(region);

export function say(text) {
  region.textContent = text;
}

// A list that has been narrowed comes as a new page: how many rows it has is said.
const count = document.querySelector("main [data-count]");
if (count && location.search) setTimeout(() => say(count.textContent.trim().replace(/\s+/g, " ")), 300);
