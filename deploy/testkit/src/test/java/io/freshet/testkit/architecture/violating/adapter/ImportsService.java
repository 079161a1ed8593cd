package io.freshet.testkit.architecture.violating.adapter;

import io.freshet.planner.OtherService;

record ImportsService(OtherService service) {}
