// A line at the foot of the window that says what has just happened, aloud too (it is a live region).

let timer;

export function say(words) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = words;
  toast.classList.add("toast-shown");
  clearTimeout(timer);
  timer = setTimeout(() => toast.classList.remove("toast-shown"), 5000);
}
