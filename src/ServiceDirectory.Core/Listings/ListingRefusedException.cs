using Npgsql;

namespace ServiceDirectory.Core.Listings;

/// <summary>A rule about who may do what stands against what was asked.</summary>
public sealed class ListingRefusedException : Exception
{
    internal ListingRefusedException(PostgresException refused)
        : base(refused.MessageText, refused) => Rule = refused.ConstraintName ?? refused.SqlState;

    internal ListingRefusedException(string rule, string message)
        : base(message) => Rule = rule;

    /// <summary>Name of the rule, for example <c>approval_related</c>.</summary>
    public string Rule { get; }

    internal static bool IsRule(PostgresException e) => e.SqlState is
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.NoDataFound;
}
