/** The two things asked of the document. */

export const find = (id) => document.getElementById(id);

/** A new element with properties; what people or servers said is only ever set as text. */
export const element = (tag, properties = {}) =>
  Object.assign(document.createElement(tag), properties);
