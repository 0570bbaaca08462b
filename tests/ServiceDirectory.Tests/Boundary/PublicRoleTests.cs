using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Boundary;

public sealed class PublicRoleTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    [Fact, Property(82)]
    public async Task Read_PrivateTable_Refused() =>
        Assert.Equal("42501", await database.Public.RefusedAsync("select * from directory.service"));

    [Fact, Property(82)]
    public async Task Read_PublishedTable_Works() =>
        Assert.Equal(0, await database.Public.OneAsync<long>("select count(*) from published.site"));
}
