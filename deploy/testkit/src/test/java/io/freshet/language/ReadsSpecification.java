package io.freshet.language;

/** Stands for a class of the workflow language, for the test of the house rules. */
public interface ReadsSpecification {}
