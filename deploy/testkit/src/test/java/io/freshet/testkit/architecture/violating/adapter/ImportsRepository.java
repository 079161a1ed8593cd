package io.freshet.testkit.architecture.violating.adapter;

import io.micronaut.data.ReadsRows;

record ImportsRepository(ReadsRows imported) {}
