package io.micronaut.data;

/** Stands for a repository of Micronaut Data, for the test of the house rules. */
public interface ReadsRows {}
