/** What the Kafka Streams topologies share: when to commit, and where unreadable records go. */
@NullMarked
package io.freshet.servicekit.streams;

import org.jspecify.annotations.NullMarked;
