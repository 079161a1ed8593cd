package io.cloudevents;

/** Stands for a class of CloudEvents, for the test of the house rules. */
public interface EventOfCloud {}
