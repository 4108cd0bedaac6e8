/**
 * The AWS services of the local stack behind one endpoint: DynamoDB Local and ElasticMQ are forwarded to; KMS, EventBridge and Secrets
 * Manager are answered here. Every request is counted. Imports {@code template} only where the {@link Provisioner} creates its resources.
 */
@NullMarked
package dev.patchbay.local.aws;

import org.jspecify.annotations.NullMarked;
