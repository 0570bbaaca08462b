using NodaTime;

namespace ServiceDirectory.Core.Urgent;

/// <param name="OrganisationId">Who has called the numbers and writes the words.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Situation">Number in the catalogue.</param>
/// <param name="Content">The words and lines.</param>
/// <param name="On">The day on which the numbers were called: it counts for half a year.</param>
/// <param name="LookedTwice">Somebody has looked again at what seems odd, and it is right.</param>
public sealed record WriteCountryAnswer(Guid OrganisationId, string Country, int Situation, CountryAnswerContent Content, LocalDate On, bool LookedTwice = false);

/// <param name="OrganisationId">Another organisation than the first, and not related to it.</param>
/// <param name="AnswerId">The answer.</param>
/// <param name="On">The day on which it called the numbers too.</param>
public sealed record ApproveCountryAnswer(Guid OrganisationId, Guid AnswerId, LocalDate On);

public sealed record EndCountryAnswer(Guid OrganisationId, Guid AnswerId, LocalDate On);

/// <summary>An answer as members see it.</summary>
/// <param name="Until">The first day on which nobody reads it; null: it waits for another organisation.</param>
public sealed record WrittenAnswer(Guid Id, Guid OrganisationId, string Country, int Situation, CountryAnswerContent Content, LocalDate WrittenOn, LocalDate? Until);
