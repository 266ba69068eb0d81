package org.tangramcrm.platform.internal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

class ProjectionContractTest {
  @Contract(value = "found", projectionOf = "customers")
  @Path("/found")
  interface Found {
    @GET
    @Path("/{id}")
    @Operation(value = "found.view", kind = Kind.FIND)
    BusinessRecord get(@PathParam("id") long id);
  }

  @Contract(value = "read", projectionOf = "customers")
  @Path("/read")
  interface Read {
    @GET
    @Path("/{id}")
    @Operation(value = "read.view", kind = Kind.READ)
    BusinessRecord get(@PathParam("id") long id);
  }

  public static class Sectioned extends BusinessRecord {
    @Field(section = "taxInfo")
    public String tax;
  }

  public static class Spaced extends BusinessRecord {
    @Field(section = "tax info")
    public String tax;
  }

  @Contract(value = "sectioned", record = Sectioned.class)
  @Path("/sectioned")
  interface HasSection {}

  @Contract(value = "spaced", record = Spaced.class)
  @Path("/spaced")
  interface HasSpace {}

  /** A layout names the sections of any module. */
  @Test
  void sectionsAreCalledWhatALayoutCanName() {
    assertThat(ModelReader.read(HasSection.class).fields()).isNotEmpty();
    assertThatThrownBy(() -> ModelReader.read(HasSpace.class)).hasMessageContaining("tax info");
  }

  /** Reading is what exports, comments, attachments and sharing go by. */
  @Test
  void theRecordsOfAProjectionAreFoundAndNotRead() {
    assertThat(ModelReader.read(Found.class).primary(Kind.READ)).isEmpty();
    assertThatThrownBy(() -> ModelReader.read(Read.class)).hasMessageContaining("projection");
  }
}
