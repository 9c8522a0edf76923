// Extensions of htmx look for it under its global name.
export { default as htmx } from "htmx.org";
