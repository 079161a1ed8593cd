package io.freshet.testkit.architecture.violating.adapter;

import org.snakeyaml.engine.ReadsYaml;

record ImportsYaml(ReadsYaml imported) {}
