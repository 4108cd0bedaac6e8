/**
 * The AWS services of the local stack behind one endpoint: DynamoDB Local and ElasticMQ are forwarded to; KMS, EventBridge and Secrets
 * Manager are answered here. Every request is counted, and a function's is refused unless its policies allow it. Imports
 * {@code template} where the {@link Provisioner} creates its resources and for those policies.
 */
@NullMarked
package dev.patchbay.local.aws;

import org.jspecify.annotations.NullMarked;
