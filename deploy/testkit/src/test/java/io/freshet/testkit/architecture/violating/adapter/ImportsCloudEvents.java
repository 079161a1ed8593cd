package io.freshet.testkit.architecture.violating.adapter;

import io.cloudevents.EventOfCloud;

record ImportsCloudEvents(EventOfCloud imported) {}
