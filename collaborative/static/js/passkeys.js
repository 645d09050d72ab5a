// Shows what needs a script, and says what to do when a browser cannot use a passkey.
(() => {
  const show = (selector) => {
    for (const element of document.querySelectorAll(selector)) element.hidden = false
  }
  document.addEventListener('DOMContentLoaded', () => {
    if (window.PublicKeyCredential) show('[data-needs-passkeys]')
    else show('[data-without-passkeys]')
  })
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    show('[data-passkey-failed]')
    document.querySelector('[data-passkey-failed]')?.focus()
  })
})()
