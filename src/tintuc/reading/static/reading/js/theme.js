// Read before the first paint, so that a chosen light or dark never flashes.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {} // storage may be closed to us; then the machine's own setting holds
