using Npgsql;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Boundary;

/// <summary>The app works with rows; what tables exist, and what the public reads, is not its to decide.</summary>
public sealed class AppRoleTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;

    // Table, what may be done, and the columns where it is not all of them; every table of the schema has a line.
    private static readonly string[] s_writes =
    [
        "account insert, update",
        "account_change delete, insert",
        "approval insert",
        "country_answer",
        "decline insert",
