package org.tangramcrm.platform.endpoints.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;

/** PATCH, made of a contract's reading and replacing. */
@Path("/")
@Produces("application/json")
public interface Patching {
  @PATCH
  @Path("/{id}")
  @Consumes({"application/merge-patch+json", "application/json"})
  Object patch(@PathParam("id") long id, @HeaderParam("If-Match") Integer version, JsonNode change);
}
