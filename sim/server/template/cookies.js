// @ts-check
// Tells a reader whose browser keeps no cookies what follows from that.
const place = document.getElementById("cookies");
if (place) place.hidden = navigator.cookieEnabled;
