package org.tangramcrm.platform.internal.pool;

import org.ops4j.pax.jdbc.pool.common.PooledDataSourceFactory;
import org.ops4j.pax.jdbc.pool.dbcp2.impl.DbcpPooledDataSourceFactory;
import org.osgi.service.component.annotations.Component;

/** Pools that take no part in transactions; the platform refuses to work on one (ADR 3). */
@Component(
    service = PooledDataSourceFactory.class,
    property = {"pool=dbcp2", "xa=false"})
public class PlainPool extends DbcpPooledDataSourceFactory {}
