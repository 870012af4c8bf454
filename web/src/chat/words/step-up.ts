/** Words of the second factor: a code here, or the lender's own sign-in. */
const en = {
  title: "One more check",
  text: "Enter the one-time code that your authenticator shows. It protects changes that move money or your contact details.",
  code: "One-time code",
  submit: "Check and confirm",
  issuer: {
    text: "Your sign-in asks for a second factor. It protects changes that move money or your contact details. It opens in a window of its own; once you are done there, this change is confirmed by itself.",
    go: "Open the sign-in",
    again: "Open the sign-in again",
    waiting: "Waiting for the sign-in window.",
    framed:
      "Your sign-in asks for a second factor. It protects changes that move money or your contact details. Go on in a tab of our own: your conversation opens there, and you confirm this change in it.",
    elsewhere: "Go on in a new tab",
    another: "Somebody else signed in there, so nothing was confirmed. Sign in as yourself.",
  },
};

const es: typeof en = {
  title: "Una comprobación más",
  text: "Escriba el código de un solo uso que muestra su autenticador. Protege los cambios que mueven dinero o sus datos de contacto.",
  code: "Código de un solo uso",
  submit: "Comprobar y confirmar",
  issuer: {
    text: "Su inicio de sesión pide un segundo factor. Protege los cambios que mueven dinero o sus datos de contacto. Se abre en una ventana propia; cuando termine allí, este cambio se confirma solo.",
    go: "Abrir el inicio de sesión",
    again: "Abrir otra vez el inicio de sesión",
    waiting: "Esperando la ventana del inicio de sesión.",
    framed:
      "Su inicio de sesión pide un segundo factor. Protege los cambios que mueven dinero o sus datos de contacto. Siga en una pestaña nuestra: allí se abre su conversación y en ella confirma este cambio.",
    elsewhere: "Seguir en una pestaña nueva",
    another: "Allí inició sesión otra persona, así que no se confirmó nada. Inicie sesión como usted.",
  },
};

export const STEP_UP = { en, es };
