package org.snakeyaml.engine;

/** Stands for a class of the reader of YAML, for the test of the house rules. */
public interface ReadsYaml {}
