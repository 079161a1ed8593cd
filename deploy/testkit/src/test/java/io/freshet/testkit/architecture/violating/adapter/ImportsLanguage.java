package io.freshet.testkit.architecture.violating.adapter;

import io.freshet.language.ReadsSpecification;

record ImportsLanguage(ReadsSpecification imported) {}
