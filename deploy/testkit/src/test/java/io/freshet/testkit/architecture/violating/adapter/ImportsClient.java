package io.freshet.testkit.architecture.violating.adapter;

import io.fabric8.kubernetes.client.ClientOfCluster;

record ImportsClient(ClientOfCluster client) {}
