// Passkeys. Everything else about accounts works without a script, and so does getting in.
(() => {
  'use strict';
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON || !PublicKeyCredential.parseCreationOptionsFromJSON) return;
  for (const button of document.querySelectorAll('button[data-passkey]')) {
    const form = button.form;
    const wrong = form.querySelector('[data-passkey-wrong]');
    button.closest('[data-passkey-part]').hidden = false;
    button.addEventListener('click', async () => {
      const options = JSON.parse(button.dataset.options);
      wrong.hidden = true;
      try {
        const key = button.dataset.passkey === 'create'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        form.elements.credential.value = JSON.stringify(key);
        form.submit();
      } catch {
        wrong.hidden = false;
      }
    });
  }
})();
