/** The page that says which rows of the conformance tables are proven by which tests, made of the tests themselves. */
@NullMarked
package io.goalstated.conformance;

import org.jspecify.annotations.NullMarked;
