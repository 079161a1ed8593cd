/**
 * What tests of services stand on: a real broker and a real PostgreSQL, one of each per JVM, started when first asked
 * for and gone with the JVM; waiting for conditions; reading topics. In test scope only, and without any service.
 */
@NullMarked
package io.freshet.testkit;

import org.jspecify.annotations.NullMarked;
