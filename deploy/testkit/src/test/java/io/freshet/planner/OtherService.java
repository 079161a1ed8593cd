package io.freshet.planner;

/** Stands for a class of another service, for the test of the house rules. */
public record OtherService() {}
