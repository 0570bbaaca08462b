using Npgsql;

namespace ServiceDirectory.Core.Listings;

/// <summary>A rule that the database holds stands against what was asked.</summary>
public sealed class ListingRefusedException : Exception
{
    internal ListingRefusedException(PostgresException refused)
        : base(refused.MessageText, refused) => Rule = refused.ConstraintName ?? refused.SqlState;

    /// <summary>Name of the rule, for example <c>approval_related</c>.</summary>
    public string Rule { get; }

    internal static bool IsRule(PostgresException e) => e.SqlState is
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.NoDataFound;
}
