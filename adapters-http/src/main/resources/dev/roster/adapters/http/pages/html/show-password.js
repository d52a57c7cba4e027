"use strict";
{
    const button = document.getElementById("show-password");
    const input = document.getElementById("password");
    const show = (shown) => {
        input.type = shown ? "text" : "password";
        button.textContent = shown ? button.dataset.hide : button.dataset.show;
    };
    button.hidden = false;
    button.addEventListener("click", () => show(input.type === "password"));
    // Otherwise the browser would offer the password as a text for other forms.
    input.form.addEventListener("submit", () => show(false));
}
