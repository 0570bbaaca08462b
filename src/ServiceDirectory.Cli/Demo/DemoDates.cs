namespace ServiceDirectory.Cli.Demo;

/// <summary>Days since the last full check at which an entry is in one of the states that only dates make.</summary>
internal static class DemoDates
{
    // Contact facts are called on every six months; 30 days later an entry sorts last, 60 days later nobody finds it.
    public const int Due = 195;
    public const int Late = 225;
    public const int Lapsed = 260;
}
