// On a narrow screen the rooms do not all fit: begin with the one where we are.
document.querySelector(".bench-rooms [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
