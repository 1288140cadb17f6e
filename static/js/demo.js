// The demo's page of sign-in: <button data-demo-login="e-mail"> fills the form; Enter then signs in.

document.querySelector("[data-demo-password]")?.addEventListener("click", (event) => {
  const email = event.target.closest("[data-demo-login]")?.dataset.demoLogin;
  if (!email) return;
  const form = document.getElementById("id_login").form;
  form.elements.login.value = email;
  form.elements.password.value = event.currentTarget.dataset.demoPassword;
  form.querySelector("[type=submit]").focus();
});
