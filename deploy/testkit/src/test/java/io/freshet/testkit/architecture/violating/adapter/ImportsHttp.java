package io.freshet.testkit.architecture.violating.adapter;

import io.micronaut.http.AnswersHttp;

record ImportsHttp(AnswersHttp imported) {}
