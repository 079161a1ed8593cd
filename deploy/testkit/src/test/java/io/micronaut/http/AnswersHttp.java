package io.micronaut.http;

/** Stands for an annotation of Micronaut, for the test of the house rules. */
public interface AnswersHttp {}
