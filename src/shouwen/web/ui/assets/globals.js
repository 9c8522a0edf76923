// What extensions of htmx expect to find by its global name.
export { default as htmx } from "htmx.org";
