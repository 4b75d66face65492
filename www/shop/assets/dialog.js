// A dialog that slides in from the side. The browser's own <dialog> keeps the focus inside and gives it back; this adds
// closing by the button and by a press outside.

export function makeDrawer(dialog, { onOpen } = {}) {
  dialog.addEventListener("click", (event) => {
    // A press on the backdrop reaches the dialog itself, one inside reaches what lies there.
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  return {
    open() {
      onOpen?.();
      if (!dialog.open) dialog.showModal();
    },
    close: () => dialog.close(),
  };
}
