// Runs before the first paint: the theme and the width of the rail, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function paint() {
    const wish = root.dataset.theme;
    const isDark = wish === "dark" || (wish !== "light" && dark.matches);
    root.setAttribute("data-bs-theme", isDark ? "dark" : "light");
  }

  dark.addEventListener("change", paint);
  document.addEventListener("desk:theme", paint);
  paint();
  try {
    if (localStorage.getItem("desk:rail") === "narrow") root.dataset.rail = "narrow";
  } catch {
    // Storage is off: the rail starts wide.
  }
})();
