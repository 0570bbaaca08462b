namespace ServiceDirectory.Core.Audit;

/// <summary>Who does something, as far as it is recorded: an organisation and a role, never a person.</summary>
/// <param name="OrganisationId">Null: the command line.</param>
public sealed record Actor(Guid? OrganisationId, ActorRole Role)
{
    public static Actor CommandLine { get; } = new(null, ActorRole.CommandLine);
}

public enum ActorRole
{
    CommandLine,
    Proposer,
    Reviewer,
    Trainer,
    ProviderContact,
    Coordinator,
    Keeper,
    Panel,
    TechnicalAdmin,
}
