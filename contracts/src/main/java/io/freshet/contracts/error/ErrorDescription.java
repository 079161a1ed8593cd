package io.freshet.contracts.error;

/**
 * What the page of error codes says of one.
 *
 * @param meaning what it means, in one sentence of Markdown
 * @param remedy what whoever meets it is to do, in one sentence of Markdown
 */
public record ErrorDescription(String meaning, String remedy) {}
