package io.freshet.testkit.architecture.violating.adapter;

import io.freshet.servicekit.disk.Disk;

record ImportsServiceKit(Disk disk) {}
